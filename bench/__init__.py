"""What a page costs, beside the least it could cost and what a straightforward app would cost.

python -m bench --database sqlite --sizes 10000,100000

Costs are CPU time of this process and of PostgreSQL's backend for one request, the least of
many in interleaved rounds; only ratios inside one run mean anything.
"""
