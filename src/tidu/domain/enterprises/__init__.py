"""企业: enterprises, who may act for them, their annual figures and dated outside results."""
