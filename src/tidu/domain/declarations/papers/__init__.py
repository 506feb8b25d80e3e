"""申报书 on paper: what a submission says, laid out for print. Shows a snapshot, never the living answers."""
