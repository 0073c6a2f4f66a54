using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>Sends errors back through other weights than the way forward has.</summary>
internal static class FixedPath
{
    /// <summary>The value of one map with the derivative by x of another: what is added is zero.</summary>
    /// <param name="value">Of an x that is detached, so that the map's own parameters alone learn from it.</param>
    /// <param name="sent">x by the fixed weights, of the same shape.</param>
    public static Tensor Join(Tensor value, Tensor sent) => value.Plus(sent.sub(sent.detach()));
}
