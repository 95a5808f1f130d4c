"""Question -> Answer with citations, over the knowledge base."""
