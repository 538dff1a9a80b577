"""`python -m bot check`: what is wrong with this installation, and how to mend it."""
