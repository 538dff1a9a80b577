"""What the rules say of every doctor with every manager: who is permitted, and how well they suit."""
