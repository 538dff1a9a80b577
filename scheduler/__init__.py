"""What time does: asks what is due, and sends what waits."""
