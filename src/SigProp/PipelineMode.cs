namespace SigProp;

/// <summary>Whether layers learn in parallel: each group of layers on threads of its own, the first on batch k + 1 while the second is on batch k. The
/// network that comes out is the same, bit for bit.</summary>
public enum PipelineMode
{
    /// <summary>Tried in training itself, where there are several threads and learners and a run that takes a while; kept where it is faster.</summary>
    Auto,

    /// <summary>Always, in as many groups as there are threads and learners for. On a machine that has one processor only, and where
    /// <see cref="Training.TrainingOptions.Threads"/> leaves the number to it, steps are taken one after the other.</summary>
    On,

    /// <summary>Never: all threads work on one layer at a time.</summary>
    Off,
}
