"""Many pages: `run` gives them cleaned, in the order of the files; the rest is what it is made of.

`files` finds them, `reading` cleans one file, `dispatch` and `workers` spread files over processes, `parcels` are how
pages come back, `state` is what the next run need not do again, `repeats` knows an article met before.
"""
