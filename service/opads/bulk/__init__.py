"""Many records in many processes: files of any size, in constant memory, in order, and again from where it stopped.

What is said of a record is said by the same code as for a file read whole; a file that fits gets the same report.
"""
