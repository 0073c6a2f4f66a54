namespace SigProp.Spiking;

/// <summary>A smooth function g of x = v - threshold in a spike's place. Each rises from 0 to 1, with <see cref="SpikingSpec.SurrogateSlope"/> k
/// as its derivative at 0.</summary>
public enum SurrogateKind
{
    /// <summary>g(x) = atan(pi k x) / pi + 1/2, g'(x) = k / (1 + (pi k x)^2) (Eq 16-17).</summary>
    ArcTangent,

    /// <summary>g(x) = 1 / (1 + exp(-4 k x)).</summary>
    Sigmoid,

    /// <summary>g(x) = 1/2 + k x / (1 + 2 k |x|), g'(x) = k / (1 + 2 k |x|)^2 (Zenke and Ganguli 2018).</summary>
    FastSigmoid,

    /// <summary>g'(x) = k max(0, 1 - k |x|) (Bellec et al. 2018): a neuron farther than 1/k from the threshold learns nothing.</summary>
    Triangle,
}
