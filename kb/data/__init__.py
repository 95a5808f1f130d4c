"""Data that ships with the knowledge base; each file names its sources."""
