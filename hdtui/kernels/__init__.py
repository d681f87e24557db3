"""The mathematics in torch: tensors in, tensors out. A library of its own, it knows no lesson.

    from hdtui.kernels import laws, sphere
    for cosines in sphere.pole_cosines(20_000, 100, torch.Generator().manual_seed(0)): ...
    laws.abs_quantile(0.95, d=100)

What is random takes a generator and runs on its device; closed forms are float64.
"""
