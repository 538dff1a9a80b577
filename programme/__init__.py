"""What Paired Learning is: its rules, and in `programme.words` what the bot says."""
