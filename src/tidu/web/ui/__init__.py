"""What all pages share: the theme, the shells, the small components, the words and colours of states.

It knows no audience and asks no table; pages hand it what it shows.
"""
