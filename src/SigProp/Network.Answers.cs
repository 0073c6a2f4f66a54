namespace SigProp;

public sealed partial class Network
{
    /// <summary>What the outputs of a layer are compared with when it answers (Eq 8): a row a class, or a bin, with as many numbers as the layer has
    /// outputs, or fewer where targets are sparse; then the outputs' first columns are compared, or, of a convolution, the means over its positions.</summary>
    /// <param name="exit">The layer, from 1 to <see cref="LayerCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">The network has no exits: its targets have not learned.</exception>
    public ReadOnlySpan<float> GetClassTargets(int exit)
    {
        ThrowIfNoExit(exit);
        return ClassTargets[exit - 1].Elements;
    }

    /// <summary>What the scores of a layer, or of the head, are divided by before the softmax, as the rows that training held out have shown to be
    /// right (Guo et al. 2017); 1 where nothing is known.</summary>
    /// <param name="exit">The layer, from 1; null (default) for the head.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public float GetTemperature(int? exit = null)
    {
        if (exit is int layer)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(layer, 1, nameof(exit));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, LayerCount, nameof(exit));
        }

        return Calibration.TemperatureOf(exit - 1 ?? LayerCount);
    }
}
