"""What people do, and what the bot answers."""
