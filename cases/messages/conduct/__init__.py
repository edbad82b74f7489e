"""What may be said: pure rules over words, a text in and findings with their place in it out."""
