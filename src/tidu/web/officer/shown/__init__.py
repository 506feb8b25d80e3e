"""What an officer's pages show of a declaration, made ready for templates: states, the way it went, content, points."""
