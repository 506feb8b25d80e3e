"""One module a screen: its form, its view, the rows it shows."""
