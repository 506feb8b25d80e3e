"""Tags of the applicant's pages."""
