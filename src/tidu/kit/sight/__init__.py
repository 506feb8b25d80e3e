"""Reading the words in a picture or a PDF, by a process of its own.

What strangers send is unpacked, straightened and read where it can hurt nothing: with limits on memory and time, and
nothing open but what it was given. The reader is an extra (`pip install .[ocr]`); without it nothing is read.
"""
