"""What each section of a configuration file may hold; the descriptions of the fields are the reference."""
