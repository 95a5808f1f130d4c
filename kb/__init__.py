"""Keeps and finds passages: vectors, words, catalogue; knows nobody."""
