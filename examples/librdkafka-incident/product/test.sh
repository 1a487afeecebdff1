#!/bin/sh
# The consumers of order-4711 wait at partition 1.
answer=$(sh build/product order-4711)
echo "$answer"
test "$answer" = "the message of order-4711 goes to partition 1"
