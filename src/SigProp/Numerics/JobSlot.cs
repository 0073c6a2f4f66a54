namespace SigProp.Numerics;

/// <summary>Where a <see cref="WorkerPool"/> keeps the job that its threads work on.</summary>
internal abstract class JobSlot
{
    public abstract void Execute(int item);
}

/// <summary>The slot for one type of job; it is made once and used again, so that running a job allocates nothing.</summary>
internal sealed class JobSlot<TJob> : JobSlot
    where TJob : struct, IJob
{
    private TJob _job;

    public void Fill(in TJob job) => _job = job;

    /// <summary>Lets go of everything that the job referred to.</summary>
    public void Clear() => _job = default;

    public override void Execute(int item) => _job.Execute(item);
}
