"""`make bench`: the pages, the filings and the scoring, measured on both databases and printed as one table."""
