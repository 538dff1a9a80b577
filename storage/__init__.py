"""What is remembered. SQLAlchemy and Alembic stay on this floor."""
