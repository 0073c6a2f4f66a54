// libtorch's number of threads, and the count of live tensors, are the whole process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
