using SigProp.Numerics;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>A network's tensors on a device, in 32 bits.</summary>
internal sealed class TorchTensors : IDisposable
{
    private readonly Dictionary<Parameter, Tensor> _tensors = [];

    /// <param name="leaves">The tensors there are to be.</param>
    /// <param name="place">Where.</param>
    public TorchTensors(IEnumerable<Parameter> leaves, TorchPlace place)
    {
        foreach (Parameter leaf in leaves)
        {
            // Outside of any scope: they live as long as this does.
            _tensors.Add(leaf, torch.zeros(ShapeOf(leaf), ScalarType.Float32, place.Device).DetachFromDisposeScope());
        }
    }

    public Tensor this[Parameter leaf] => _tensors[leaf];

    /// <summary>Weights are matrices, and one row of other numbers is a vector.</summary>
    public static long[] ShapeOf(Parameter leaf) => leaf.Rows == 1 && !leaf.IsWeight ? [leaf.Columns] : [leaf.Rows, leaf.Columns];

    /// <summary>Copies all tensors to the device.</summary>
    public void Upload()
    {
        foreach ((Parameter leaf, Tensor tensor) in _tensors)
        {
            Copy(leaf.View.Array, tensor, toDevice: true);
        }
    }

    /// <summary>Copies all tensors from the device.</summary>
    public void Download()
    {
        foreach ((Parameter leaf, Tensor tensor) in _tensors)
        {
            Copy(leaf.View.Array, tensor, toDevice: false);
        }
    }

    /// <summary>Copies the beginning of an array to a tensor, or the other way.</summary>
    public static void Copy(float[] values, Tensor tensor, bool toDevice)
    {
        if (tensor.numel() == 0)
        {
            return;
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable silence = torch.no_grad();

        // It lies over the array itself.
        Tensor host = torch.from_array(values).narrow(0, 0, tensor.numel()).view(tensor.shape);
        if (toDevice)
        {
            tensor.copy_(host);
        }
        else
        {
            host.copy_(tensor);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
