"""What Capaian's services say to each other: the envelope, the topics, the events, their schemas.

A leaf: it imports nothing of ours and does no input or output. Bytes become events and events become
bytes in `contracts.registry` and nowhere else.
"""
