"""Many edits, and nothing lost: jobs, the journal that remembers them, and what carries them out.

`ImageEditor.edit_many` and `AsyncImageEditor.edit_many` are the way in.
"""
