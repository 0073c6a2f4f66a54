using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet.FriendAccess;

/// <summary>What a context does not tell or do in public.</summary>
internal static class ContextAccess
{
    /// <summary>Makes the trainers of a context throw <see cref="OperationCanceledException"/> where they next look. There is no way back: later
    /// training under the context throws as well.</summary>
    public static void Cancel(MLContext context) => context.CancelExecution();

    /// <summary>The seed of a context; null where it has none.</summary>
    public static int? SeedOf(MLContext context) => ((IHostEnvironmentInternal)context).Seed;
}
