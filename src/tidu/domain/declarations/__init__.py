"""申报: declarations, answers saved field by field, the journal, submissions and evidence. Refuses to decide."""
