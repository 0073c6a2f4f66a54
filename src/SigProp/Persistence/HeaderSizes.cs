namespace SigProp.Persistence;

/// <summary>Compares what a header asks for with the values that follow it, before anything is made of it.</summary>
internal static class HeaderSizes
{
    /// <summary>Which size cannot be, a sentence; null where all can. A network has at least one value for each unit, class, output and bin.</summary>
    /// <param name="spec">The network, sound in itself.</param>
    /// <param name="values">How many numbers follow.</param>
    public static string? Excess(NetworkSpec spec, long values)
        => Sizes(spec).FirstOrDefault(size => size.Count > values) is (string what, int count)
            ? $"Its network has {count} {what}; there are {values} values for all its tensors."
            : null;

    private static IEnumerable<(string? What, int Count)> Sizes(NetworkSpec spec)
    {
        foreach (LayerSpec layer in spec.Layers)
        {
            if (layer is DenseSpec dense)
            {
                yield return ("units in a layer", dense.Units);
            }
            else if (layer is ConvolutionSpec convolution)
            {
                yield return ("channels in a layer", convolution.Channels);
            }
        }

        yield return ("classes", spec.Classes);
        yield return ("outputs", spec.Outputs);
        if (spec.Outputs == 1)
        {
            yield return ("bins", spec.Bins);
        }
    }
}
