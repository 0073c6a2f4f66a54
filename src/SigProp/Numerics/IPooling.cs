namespace SigProp.Numerics;

/// <summary>A way to pool: what becomes of one channel of one image, and of its gradient.</summary>
internal unsafe interface IPooling
{
    /// <summary>y = the pooled x.</summary>
    static abstract void Forward(in PoolingShape shape, float* x, float* y);

    /// <summary>dx = dL/dx.</summary>
    static abstract void Backward(in PoolingShape shape, float* x, float* y, float* dy, float* dx);
}
