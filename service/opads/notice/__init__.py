"""Notices and labels: what a disclosure says, in words for people, with every gap shown. Driven by ``schema/notices``."""
