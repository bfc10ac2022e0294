"""The rules of Sổ Hội: pure, without input or output, clock or words for people."""
