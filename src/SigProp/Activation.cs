namespace SigProp;

/// <summary>The non-linearity f of a layer, applied element by element.</summary>
public enum Activation
{
    /// <summary>f(z) = z.</summary>
    Identity,

    /// <summary>f(z) = max(z, 0).</summary>
    ReLU,

    /// <summary>f(z) = z for z &gt; 0, slope * z otherwise (Maas et al. 2013; the paper's choice, with slope 0.01).</summary>
    LeakyReLU,

    /// <summary>f(z) = tanh(z).</summary>
    Tanh,
}
