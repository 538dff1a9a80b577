"""What the bot says: every sentence that a person reads, and no platform."""
