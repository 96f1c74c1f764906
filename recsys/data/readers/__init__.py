"""From files to checked ratings and movies."""
