# The program: says which partition the message with this key goes to.
echo "the message of $1 goes to partition $(rd_kafka_partition "$1" 8)"
