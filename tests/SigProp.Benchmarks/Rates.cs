namespace SigProp.Benchmarks;

/// <summary>Samples a second of one rule.</summary>
internal readonly record struct Rate(double Best, double Median)
{
    public static Rate Of(double[] passes) => new(passes.Max(), passes.Order().ElementAt(passes.Length / 2));
}

/// <summary>Samples a second of both rules.</summary>
/// <param name="Threads">Threads; of the best thread count by signal propagation where several were tried, null where each figure has its own.</param>
/// <param name="SigProp">Signal propagation.</param>
/// <param name="Backprop">Backpropagation.</param>
internal sealed record Rates(int? Threads, Rate SigProp, Rate Backprop)
{
    /// <summary>Each figure's best.</summary>
    public static Rates BestOf(IReadOnlyCollection<Rates> rates) => new(
        rates.MaxBy(r => r.SigProp.Best)!.Threads,
        new Rate(rates.Max(r => r.SigProp.Best), rates.Max(r => r.SigProp.Median)),
        new Rate(rates.Max(r => r.Backprop.Best), rates.Max(r => r.Backprop.Median)));
}
