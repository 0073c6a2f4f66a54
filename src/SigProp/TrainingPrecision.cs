using System.Diagnostics.CodeAnalysis;

namespace SigProp;

/// <summary>In how many bits a network learns.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of the types are what is chosen between.")]
public enum TrainingPrecision
{
    /// <summary>In 32 bits.</summary>
    Single,

    /// <summary>
    /// Parameters and the optimizers' moments are kept in 16 bits (<see cref="Half"/>), and the signals handed from layer to layer and the gradients of
    /// the local losses are rounded to 16 bits. Products add up in 32: one layer at a time is expanded, learns and is rounded again. Layers that learn
    /// from the forward pass alone need no more than that at one time, so only signal propagation offers it, and not with targets of a loop. It saves
    /// memory where a network has several layers of a size: half of it, and the largest layer's parameters once more in 32 bits. By libtorch (the package
    /// SigProp.TorchSharp) it is the other way about: products, signals and gradients are of 16 bits, and parameters and moments stay in 32.
    /// </summary>
    Half,
}
