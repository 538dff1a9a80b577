"""What is said of a matching: reasons, warnings, who is left and what would help."""
