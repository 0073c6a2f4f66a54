namespace SigProp.Cli.Arguments;

/// <summary>The kinds of networks that can be trained.</summary>
internal enum ModelKind
{
    /// <summary>Layers, one after the other.</summary>
    Layers,

    /// <summary>Layers of spiking neurons.</summary>
    Spiking,

    /// <summary>States that move together in continuous time.</summary>
    Continuous,
}
