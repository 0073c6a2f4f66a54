using System.Reflection;
using SigProp.Layers;

namespace SigProp.TorchSharp.Networks;

/// <summary>Pools outputs, and targets of the same shape alike; sparse targets pass unchanged.</summary>
internal sealed class TorchPooling(PoolingPassage passage) : TorchStage
{
    // From TorchSharp 0.105 on it has one parameter more: found by its name, it is called in all versions.
    private static readonly Lazy<MethodInfo> s_means = new(() => typeof(nn.functional).GetMethods().FirstOrDefault(
        m => m.Name == "avg_pool2d" && m.GetParameters().Take(4).Select(p => p.ParameterType).SequenceEqual([typeof(Tensor), typeof(long[]), typeof(long[]), typeof(long[])]))
        ?? throw new MissingMethodException("torch.nn.functional", "avg_pool2d"));

    // y = max or mean of x over each window
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
        => new(Pool(input.H), input.T is null ? null : passage.Patch is null ? Pool(input.T) : input.T.alias());

    /// <summary>Means over windows that count zeros beyond the border.</summary>
    public static Tensor Means(Tensor maps, long[] window, long[] stride, long[] padding)
    {
        object?[] given = [maps, window, stride, padding, /* ceil_mode */ false, /* count_include_pad */ true];
        object?[] others = [.. s_means.Value.GetParameters().Skip(given.Length).Select(p => p.DefaultValue)];
        return (Tensor)s_means.Value.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. given, .. others], null)!;
    }

    private Tensor Pool(Tensor x)
    {
        ImageShape shape = passage.InputShape;
        long[] window = [passage.Spec.Window, passage.Spec.Window], stride = [passage.Spec.Step, passage.Spec.Step];
        Tensor maps = x.reshape(x.shape[0], shape.Channels, shape.Height, shape.Width);
        return passage.Spec.Operation == PoolingKind.Max ? nn.functional.max_pool2d(maps, window, stride) : Means(maps, window, stride, [0, 0]);
    }
}
