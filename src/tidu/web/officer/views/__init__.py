"""One module a screen; each asks the domain and renders."""
