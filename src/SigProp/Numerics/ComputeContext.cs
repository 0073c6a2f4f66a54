namespace SigProp.Numerics;

/// <summary>What a computation runs on: threads, the kernel for matrix products and scratch memory. Handed down explicitly.</summary>
/// <remarks>Serves one caller at a time. Results do not depend on the number of threads.</remarks>
internal sealed class ComputeContext : IDisposable
{
    /// <param name="threads">Number of threads, the caller included; at least 1.</param>
    /// <param name="kernel">The kernel for matrix products; the best one this machine supports when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one thread.</exception>
    /// <exception cref="ArgumentException">The kernel is not supported on this machine.</exception>
    public ComputeContext(int threads, GemmKernel? kernel = null)
    {
        Kernel = kernel ?? GemmKernels.Select();
        if (!Kernel.IsSupported)
        {
            throw new ArgumentException($"The kernel {Kernel.Name} is not supported on this machine; "
                + $"supported are {GemmKernels.SupportedNames}.", nameof(kernel));
        }

        Workers = new WorkerPool(threads);
    }

    /// <summary>Number of threads, the caller included.</summary>
    public int Threads => Workers.Threads;

    public WorkerPool Workers { get; }

    public GemmKernel Kernel { get; }

    /// <summary>Holds the packed left operand of a matrix product.</summary>
    public AlignedBuffer LeftPanels { get; } = new();

    /// <summary>Holds the packed right operand of a matrix product.</summary>
    public AlignedBuffer RightPanels { get; } = new();

    /// <summary>Right operands that need no packing; null (default) where all may change between products.</summary>
    public PackedMatrices? Constants { get; set; }

    /// <summary>Scratch memory for the items of a job.</summary>
    public ScratchPool Scratch { get; } = new();

    /// <summary>Does the items of a job: all threads share them, or the caller alone does what is too small to share.</summary>
    public void Run<TJob>(bool shared, int count, in TJob job)
        where TJob : struct, IJob
    {
        if (shared)
        {
            Workers.Run(count, job);
            return;
        }

        TJob own = job;
        for (int i = 0; i < count; i++)
        {
            own.Execute(i);
        }
    }

    public void Dispose() => Workers.Dispose();
}
