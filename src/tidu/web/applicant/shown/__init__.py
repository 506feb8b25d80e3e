"""What the pages show, shaped from what the domain answers: no query, no request."""
