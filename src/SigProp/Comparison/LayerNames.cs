namespace SigProp.Comparison;

/// <summary>The names of layers of several networks in one order.</summary>
internal static class LayerNames
{
    /// <summary>Each name once, in the order of the deepest network; the last of every network, its head, comes last.</summary>
    /// <param name="networks">The names of each network's layers, in order.</param>
    public static string[] Of(IEnumerable<IEnumerable<string>> networks)
    {
        string[][] all = [.. networks.Select(n => n.ToArray()).Where(n => n.Length > 0).OrderByDescending(n => n.Length)];
        string[] heads = [.. all.Select(n => n[^1]).Distinct()];

        // A layer that another network ends with stays where it is in those that go on.
        string[] inner = [.. all.SelectMany(n => n[..^1]).Distinct()];
        return [.. inner, .. heads.Except(inner)];
    }
}
