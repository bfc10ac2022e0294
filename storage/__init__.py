"""What is kept, in SQLite or PostgreSQL: the only part of Sổ Hội that speaks SQL."""
