"""Tests of the figures of the register."""
