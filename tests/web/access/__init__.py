"""Who may reach what: the table of every address, who asks, and the things that stand in the addresses."""
