"""The kit with which a format is added without programming: from a list of fields to a sound folder, its check, its page."""
